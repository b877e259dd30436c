"""The composition root: the one place that knows every part. Nobody imports it."""
