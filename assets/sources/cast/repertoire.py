"""All clips of one actor, in the order in which they stand in actor.json."""
import gestures
import locomotion
import moving
import standing


def clips(body, name):
    yield standing.idle(body, name)
    yield standing.idle2(body, name)
    yield locomotion.gait_clip(body, name, "walk", 1.35)
    yield locomotion.gait_clip(body, name, "run", 3.6, run=True)
    yield moving.turn(body, name, 1)
    yield moving.turn(body, name, -1)
    yield moving.sit_down(body, name)
    yield moving.sit_idle(body, name)
    yield moving.stand_up(body, name)
    yield from gestures.gestures(body, name)


def seat(body, name):
    """Where the hips rest on a chair, from the actor's own origin: `seat.height` m up, `seat.back` m behind."""
    return {"seat": {"height": moving.SEAT, "back": round(float(-moving.seat_place(body)[2]), 3)}}
