"""What every function shares. Importing it puts off the collection of garbage, see docs/performance.md."""

import gc

gc.set_threshold(200_000)  # objects made since the last collection; the largest function imports 145,000
