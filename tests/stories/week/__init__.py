"""A week of a desk: what its people do, what they keep a diary of, and the judgement at its end."""
