"""The warranty at the desk: the verdict of each unit, and what people decide about it."""
