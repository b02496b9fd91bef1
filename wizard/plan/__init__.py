"""What will be done: plans as data, built without side effects, and explained in words."""
