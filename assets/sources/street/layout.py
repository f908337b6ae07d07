"""Where everything is. Metres, the product's space: the main street runs along Z, the side
street leaves it on the right (+X). Road at y 0, pavement at KERB."""
import math

KERB = 0.12
FRONT = 8.5  # |x| of the house fronts
ROAD = 3.6  # half width of the main carriageway
SOUTH, NORTH = 34.0, -58.0  # gate, church
SIDE = (-9.0, -20.0)  # house fronts along the side street
SIDE_ROAD = (-11.6, -17.4)
EAST = 46.0
END_Z = NORTH + 5.0  # where the carriageway ends before the church
GARDEN = (-1.0, -11.0)

# house: (name, place): origin is the lower left corner seen from before it
LEFT, RIGHT = math.pi / 2, -math.pi / 2  # heading of fronts: left row faces +X


def left(z_from):
    """Frame of a left-row house whose left edge, seen from the street, is at z_from."""
    return LEFT, (-FRONT, 0, z_from)


def right(z_low):
    return RIGHT, (FRONT, 0, z_low)
