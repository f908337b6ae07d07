/**
 * What a file of code looks like from outside: its name, its length, its header.
 *
 * In: paths and sources. Out: findings.
 */
import { finding, type Source } from "./source.ts";

/** Lines beyond which a file must say why. */
export const LONG = 500;
/** Lines that no file exceeds. */
export const TOO_LONG = 1000;

/** Files longer than {@link LONG} lines, each with the reason why it is one idea nevertheless. */
export const LONG_FILES: Readonly<Record<string, string>> = {
  "client/session/session.ts":
    "one closure that owns socket, world and catch-up; what has no such state is split off beside it",
  "tests/unit/session/session.test.ts":
    "every way of joining, falling behind and coming back, against one stand-in room",
  "tests/story/story.test.ts": "one story, whose steps go on from one another",
};

const VAGUE = new Set([
  "util",
  "utils",
  "utility",
  "utilities",
  "misc",
  "helper",
  "helpers",
  "manager",
  "service",
]);
/** `track-code.ts`, `link.test.ts`; a folder likewise. */
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|contract|bench|d))*(\.[a-z]+)?$/;

/** What is wrong with a path's names. */
export function checkPath(path: string): string[] {
  const found: string[] = [];
  for (const part of path.split("/")) {
    if (!KEBAB.test(part)) found.push(`${path}: “${part}” is not kebab-case`);
    for (const word of part.toLowerCase().split(/[^a-z]+/)) {
      if (VAGUE.has(word)) found.push(`${path}: “${word}” says nothing; name it for what it is`);
    }
  }
  return found;
}

/** What is wrong with a file's length and header. */
export function checkSource(
  source: Source,
  longFiles: Readonly<Record<string, string>> = LONG_FILES,
): string[] {
  const found: string[] = [];
  const lines = source.text.replace(/\n$/, "").split("\n").length;
  if (lines > TOO_LONG)
    found.push(finding(source, null, `${lines} lines; ${TOO_LONG} is the most: split it by idea`));
  else if (lines > LONG && !longFiles[source.path]) {
    found.push(finding(source, null, `${lines} lines; beyond ${LONG} it needs a reason in LONG_FILES`));
  }
  const first = source.comments[0];
  const text = source.text.replace(/^#!.*\n/, "").trimStart();
  const header =
    first?.type === "Block" && text.startsWith("/**") && first.value.replace(/[*\s]/g, "").length >= 20;
  if (!header) found.push(finding(source, null, "begins without a header that says what it is"));
  return found;
}
