/**
 * What code that steps the world may not do, because two machines, or two runs, could differ.
 *
 * In: a source. Out: findings. Allowed of `Math` is only what ECMAScript defines to the last bit.
 */
import { freeNames } from "./scope.ts";
import { finding, isNode, type Node, type Source, walk } from "./source.ts";

/** Of `Math`, all that is exact. */
const EXACT_MATH = new Set([
  ..."abs ceil clz32 floor fround imul max min round sign sqrt trunc".split(" "),
  ..."E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2".split(" "),
]);

/** Names from outside that bring time, chance, order or the machine in, and why each is kept out. */
const BARRED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Date: "the wall clock",
    performance: "the wall clock",
    Temporal: "the wall clock",
    Promise: "an order that depends on timing",
    setTimeout: "timers",
    setInterval: "timers",
    setImmediate: "timers",
    queueMicrotask: "timers",
    requestAnimationFrame: "timers",
    crypto: "randomness from outside",
    WeakMap: "object identity",
    WeakSet: "object identity",
    WeakRef: "the garbage collector",
    FinalizationRegistry: "the garbage collector",
    Intl: "the locale",
    process: "the machine",
    navigator: "the machine",
    fetch: "the network",
    globalThis: "everything from outside",
    window: "everything from outside",
    self: "everything from outside",
    eval: "code that nobody can check",
    Function: "code that nobody can check",
    Atomics: "other threads",
  }),
);

const LOCALE = /^(toLocale\w*|localeCompare)$/;

/** Everything in a source that could make two worlds differ. */
export function check(source: Source): string[] {
  const found: string[] = [];
  const report = (node: Node, what: string) => found.push(finding(source, node, what));
  for (const { name, node, parent } of freeNames(source.program)) {
    const reason = BARRED.get(name);
    if (reason) report(node, `${name}: ${reason}`);
    if (name !== "Math") continue;
    const member = parent?.type === "MemberExpression" && parent["object"] === node ? parent : null;
    const property = member && member["computed"] !== true ? (member["property"] as Node)["name"] : null;
    if (typeof property !== "string") report(node, "Math may only be used as Math.name");
    else if (!EXACT_MATH.has(property))
      report(node, `Math.${property} differs between engines; see shared/math`);
  }
  walk(source.program, (node) => {
    if (node["async"] === true) report(node, "async: an order that depends on timing");
    if (node.type === "AwaitExpression" || node["await"] === true)
      report(node, "await: an order that depends on timing");
    if (node.type === "ForInStatement")
      report(node, "for…in: order by insertion and prototype; use for…of over an array");
    if (isPower(node) && !isExactPower(node))
      report(node, "** differs between engines; multiply, or use shared/math");
    if (node.type !== "CallExpression") return;
    const callee = node["callee"] as Node;
    if (callee.type !== "MemberExpression" || callee["computed"] === true) return;
    const method = (callee["property"] as Node)["name"] as string;
    if (LOCALE.test(method)) report(node, `${method}: the locale`);
    if ((method === "sort" || method === "toSorted") && (node["arguments"] as Node[]).length === 0) {
      report(node, `${method}() without a comparator sorts by text`);
    }
  });
  return found;
}

function isPower(node: Node): boolean {
  return (
    (node.type === "BinaryExpression" && node["operator"] === "**") ||
    (node.type === "AssignmentExpression" && node["operator"] === "**=")
  );
}

/** `2 ** 32`: whole literals with an exact result. Anything else is rounded as the engine likes, x ** 2 included. */
function isExactPower(node: Node): boolean {
  const base = node["left"];
  const exponent = node["right"];
  if (!isNode(base) || !isNode(exponent)) return false;
  const a = base["value"];
  const b = exponent["value"];
  if (typeof a !== "number" || typeof b !== "number") return false;
  return Number.isInteger(a) && Number.isInteger(b) && b >= 0 && Number.isSafeInteger(a ** b);
}
