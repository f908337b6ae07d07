import { describe, expect, it } from "vitest";
import * as rate from "../../../shared/clock/rate.ts";
import * as timecode from "../../../shared/clock/timecode.ts";

describe("timecode", () => {
  it.each([
    [1799, rate.NTSC, "00:00:59;29"],
    [1800, rate.NTSC, "00:01:00;02"],
    [17981, rate.NTSC, "00:09:59;29"],
    [17982, rate.NTSC, "00:10:00;00"],
    [107892, rate.NTSC, "01:00:00;00"],
    [3600, rate.NTSC_DOUBLE, "00:01:00;04"],
  ] as const)("names frame %i with drop-frame", (frame, r, text) => {
    expect(timecode.formatFrames(frame, r, true)).toBe(text);
    const parsed = timecode.parse(text, r);
    expect(parsed.ok && timecode.toFrames(parsed.timecode, r)).toBe(frame);
  });

  it("names frames without drop", () => {
    expect(timecode.formatFrames(0, rate.FILM)).toBe("00:00:00:00");
    expect(timecode.formatFrames(86_399, rate.FILM)).toBe("00:59:59:23");
    expect(timecode.formatFrames(1800, rate.NTSC)).toBe("00:01:00:00");
    expect(timecode.formatFrames(24 * 3600 * 24, rate.FILM_NTSC)).toBe("00:00:00:00");
    expect(timecode.formatFrames(-1, rate.PAL)).toBe("23:59:59:24");
  });

  it("gives a day of frames names of their own, in order, both ways", () => {
    for (const r of [rate.NTSC, rate.NTSC_DOUBLE]) {
      const day = timecode.framesPerDay(r, true);
      expect(day).toBe(r === rate.NTSC ? 2_589_408 : 5_178_816);
      let last = "";
      for (let frame = 0; frame < day; frame += frame % 17_982 < 4_000 ? 1 : 97) {
        const tc = timecode.fromFrames(frame, r, true);
        if (timecode.toFrames(tc, r) !== frame) expect(timecode.format(tc)).toBe(`frame ${frame}`);
        const text = timecode.format(tc);
        if (!(text > last)) expect(`${last} before ${text}`).toBe("in order");
        last = text;
      }
      expect(timecode.formatFrames(day, r, true)).toBe("00:00:00;00");
      expect(timecode.formatFrames(-1, r, true)).toBe(r === rate.NTSC ? "23:59:59;29" : "23:59:59;59");
    }
  });

  it("keeps up with the wall: an hour of drop-frame is off by less than four milliseconds", () => {
    const parsed = timecode.parse("01:00:00;00", rate.NTSC);
    const frames = parsed.ok ? timecode.toFrames(parsed.timecode, rate.NTSC) : Number.NaN;
    expect(Math.abs(rate.frameToSeconds(rate.NTSC, frames) - 3600)).toBeLessThan(0.004);
  });

  it("reads what people type", () => {
    const frames = (text: string, r: rate.Rate) => {
      const parsed = timecode.parse(text, r);
      return parsed.ok ? timecode.toFrames(parsed.timecode, r) : parsed.reason;
    };
    expect(frames("12:10", rate.FILM)).toBe(12 * 24 + 10);
    expect(frames("1210", rate.FILM)).toBe(12 * 24 + 10);
    expect(frames(" 1:00:00:00 ", rate.FILM)).toBe(86_400);
    expect(frames("01000000", rate.FILM)).toBe(86_400);
    expect(frames("1:0;2", rate.NTSC)).toBe(
      timecode.toFrames({ hours: 0, minutes: 1, seconds: 0, frames: 2, drop: true }, rate.NTSC),
    );
  });

  it("refuses in words what does not exist", () => {
    const reason = (text: string, r: rate.Rate) => {
      const parsed = timecode.parse(text, r);
      return parsed.ok ? "ok" : parsed.reason;
    };
    expect(reason("00:01:00;00", rate.NTSC)).toContain("skips");
    expect(reason("00:01:00;01", rate.NTSC)).toContain("skips");
    expect(reason("00:01:00;03", rate.NTSC_DOUBLE)).toContain("skips");
    expect(reason("00:10:00;00", rate.NTSC)).toBe("ok");
    expect(reason("00:01:00:00", rate.NTSC)).toBe("ok");
    expect(reason("00:00:00;10", rate.FILM_NTSC)).toContain("29.97 and 59.94 only");
    expect(reason("00:00:00:24", rate.FILM)).toContain("0 to 23");
    expect(reason("24:00:00:00", rate.FILM)).toContain("0 to 23");
    expect(reason("00:60:00:00", rate.FILM)).toContain("minutes");
    expect(reason("now", rate.FILM)).toContain("hh:mm:ss:ff");
    expect(reason("", rate.FILM)).toContain("hh:mm:ss:ff");
    expect(reason("00:00:00:00", rate.create(47))).toContain("no timecode");
  });

  it("asserts on a programmer's error", () => {
    expect(() => timecode.fromFrames(0, rate.FILM_NTSC, true)).toThrow("29.97 and 59.94 only");
    expect(() => timecode.fromFrames(0.5, rate.FILM)).toThrow(RangeError);
    expect(() => timecode.fromFrames(0, rate.create(47))).toThrow("no timecode");
    const skipped = { hours: 0, minutes: 1, seconds: 0, frames: 0, drop: true };
    expect(() => timecode.toFrames(skipped, rate.NTSC)).toThrow("skips");
  });
});
