"""Statistics of the reports, each in a few lines: integers and rates in, unrounded floats out.

``M..`` number the methods as every report names them. Every function is total: what cannot be estimated is
None or a value that its docstring names, never NaN. The envelope rounds, once.
"""
