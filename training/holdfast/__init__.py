"""Training of the networks that Holdfast observes its world with. Never needed to run or test the product."""
