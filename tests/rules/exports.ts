/**
 * Every export explained: what is exported has a docblock right before it.
 *
 * In: a source. Out: findings. What is only passed on (`export … from`) is explained where it comes from.
 */
import { finding, isNode, type Node, type Source } from "./source.ts";

/** Exports of a source without a docblock. */
export function check(source: Source): string[] {
  const body = source.program["body"] as Node[];
  const found: string[] = [];
  const named = new Set<string>();
  for (const node of body) {
    if (node.type === "ExportDefaultDeclaration") {
      if (!documented(source, node)) found.push(finding(source, node, "the default export has no docblock"));
    }
    if (node.type !== "ExportNamedDeclaration" || node["source"]) continue;
    const declaration = node["declaration"];
    if (isNode(declaration)) {
      const names = namesOf(declaration);
      // One docblock is enough for all overloads of a function.
      if (documented(source, node) || names.some((name) => named.has(name)))
        for (const name of names) named.add(name);
      else found.push(finding(source, node, `${names.join(", ")} has no docblock`));
    }
    for (const one of node["specifiers"] as Node[]) {
      const name = (one["local"] as Node)["name"] as string;
      const own = body.find((other) => namesOf(other).includes(name));
      if (own && !documented(source, own)) found.push(finding(source, own, `${name} has no docblock`));
    }
  }
  return found;
}

/** Names that a statement declares. */
function namesOf(node: Node): string[] {
  if (node.type === "VariableDeclaration") {
    return (node["declarations"] as Node[]).map(
      (one) => ((one["id"] as Node)["name"] as string) ?? "a pattern",
    );
  }
  const id = node["id"];
  return isNode(id) ? [(id["name"] as string) ?? "a module"] : [];
}

/** Whether a docblock with words in it ends right before a node. */
function documented(source: Source, node: Node): boolean {
  const last = source.comments.findLast((comment) => comment.end <= node.start);
  if (last?.type !== "Block" || !last.value.startsWith("*")) return false;
  if (source.text.slice(last.end, node.start).trim() !== "") return false;
  return /[\p{L}\p{N}]/u.test(last.value) && !isHeader(source, last.start, last.end);
}

/** The header speaks for the file: an empty line parts it from the first statement. */
function isHeader(source: Source, start: number, end: number): boolean {
  const isFirst = source.text.slice(0, start).replace(/^#!.*/, "").trim() === "";
  return isFirst && /^[^\S\n]*\n[^\S\n]*\n/.test(source.text.slice(end));
}
