"""Forms in which an item of the configuration is made or changed: one module a kind of item.

The first view has the fields and a line for each part; one part is changed at a time in a second
view above it. What stands in them is kept in the database, and the views name nothing but it.
"""
