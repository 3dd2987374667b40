"""The tour: the story of an urgent request, step by step, each confirmed in the sandbox's log."""
