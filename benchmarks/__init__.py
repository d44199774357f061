"""What is measured, against what. Prints ratios and names the machine; judges nothing.

Each row is the program's own work between two runs of its floor: the least that any program doing
the same durably must do, here and now. docs/performance.md has what came of it.
"""
