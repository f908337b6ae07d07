/**
 * Threads that work beside the rooms give way to them: where cores are few, a checkpoint being pressed would otherwise
 * hold up every room's ticks. In: the calling thread. Linux alone lets a thread be nicer than its process; elsewhere
 * nothing happens.
 */
import { readlinkSync } from "node:fs";
import { setPriority } from "node:os";

/** Niceness: a third of the share that a room's thread has. */
const NICE = 5;

/** Makes the calling thread give way. Never throws. */
export function giveWay(): void {
  try {
    // "PID/task/TID": the system takes a thread's number where Node says process.
    const thread = Number(readlinkSync("/proc/thread-self").split("/").at(-1));
    if (Number.isInteger(thread)) setPriority(thread, NICE);
  } catch {
    // No such folder, or not allowed: it works at the rooms' priority, as before.
  }
}
