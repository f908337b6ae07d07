"""All clips of one actor, in the order in which they stand in actor.json."""
import locomotion
import standing


def clips(body, name):
    yield standing.idle(body, name)
    yield standing.idle2(body, name)
    yield locomotion.gait_clip(body, name, "walk", 1.35)
    yield locomotion.gait_clip(body, name, "run", 3.6, run=True)


def seat(body, name):
    return {}
