"""`make search`: everything that is random, timed, long or repeated. The gate (`.ci/run`) has none of it."""
