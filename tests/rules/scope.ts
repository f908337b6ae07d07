/**
 * Which names a file takes from outside: identifiers that no declaration, parameter or import of the file explains.
 *
 * In: a syntax tree. Out: the free identifiers in value positions, each with its node. Types are not looked at: they are
 * gone when the code runs.
 */
import { children, isNode, type Node } from "./source.ts";

/** A free identifier, and what it hangs on. */
export interface FreeName {
  name: string;
  node: Node;
  parent: Node | null;
}

/** TypeScript nodes that hold an expression which runs. */
const WRAPPERS = new Set([
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
]);

/** Free identifiers of a program. */
export function freeNames(program: Node): FreeName[] {
  const found: FreeName[] = [];
  visit(program, null, [], found);
  return found;
}

function visit(node: Node, parent: Node | null, scopes: Set<string>[], found: FreeName[]): void {
  if (WRAPPERS.has(node.type)) {
    visit(node["expression"] as Node, node, scopes, found);
    return;
  }
  if (node.type === "TSParameterProperty") {
    visit(node["parameter"] as Node, node, scopes, found);
    return;
  }
  if (node.type.startsWith("TS") || node.type === "ImportDeclaration" || node["declare"] === true) return;
  if (node.type === "Identifier") {
    const name = node["name"] as string;
    if (!scopes.some((scope) => scope.has(name))) found.push({ name, node, parent });
    return;
  }
  const own = declared(node);
  const inner = own ? [...scopes, own] : scopes;
  for (const [key, child] of children(node)) {
    if (!isName(node, key)) visit(child, node, inner, found);
  }
}

/** Whether a child is a mere name, such as the `b` of `a.b`, and refers to nothing. */
function isName(node: Node, key: string): boolean {
  const plain = node["computed"] !== true;
  if (node.type === "MemberExpression") return key === "property" && plain;
  if (node.type === "Property") return key === "key" && plain;
  if (/^(MethodDefinition|PropertyDefinition|AccessorProperty)$/.test(node.type))
    return key === "key" && plain;
  if (/^(LabeledStatement|BreakStatement|ContinueStatement)$/.test(node.type)) return key === "label";
  if (node.type === "ExportSpecifier") return key === "exported";
  if (node.type === "ExportNamedDeclaration" && node["source"]) return true;
  return node.type === "MetaProperty" || node.type === "ExportAllDeclaration";
}

/** Names that a node declares for what is below it; `null` where it opens no scope. */
function declared(node: Node): Set<string> | null {
  const names = new Set<string>();
  const statements = (list: unknown) => {
    if (Array.isArray(list)) for (const one of list) if (isNode(one)) fromStatement(one, names);
  };
  switch (node.type) {
    case "Program":
    case "BlockStatement":
    case "StaticBlock":
      statements(node["body"]);
      break;
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      fromPattern(node["id"], names);
      for (const parameter of node["params"] as Node[]) fromPattern(parameter, names);
      names.add("arguments");
      break;
    case "ClassDeclaration":
    case "ClassExpression":
      fromPattern(node["id"], names);
      break;
    case "ForStatement":
      statements([node["init"]]);
      break;
    case "ForInStatement":
    case "ForOfStatement":
      statements([node["left"]]);
      break;
    case "SwitchStatement":
      for (const one of node["cases"] as Node[]) statements(one["consequent"]);
      break;
    case "CatchClause":
      fromPattern(node["param"], names);
      break;
    default:
      return null;
  }
  return names;
}

function fromStatement(node: Node, names: Set<string>): void {
  if (node.type.startsWith("Export") && isNode(node["declaration"]))
    fromStatement(node["declaration"], names);
  if (node.type === "VariableDeclaration") {
    for (const one of node["declarations"] as Node[]) fromPattern(one["id"], names);
  }
  if (node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") fromPattern(node["id"], names);
  if (node.type === "ImportDeclaration") {
    for (const one of node["specifiers"] as Node[]) fromPattern(one["local"], names);
  }
}

function fromPattern(pattern: unknown, names: Set<string>): void {
  if (!isNode(pattern)) return;
  if (pattern.type === "Identifier") names.add(pattern["name"] as string);
  else if (pattern.type === "ObjectPattern") {
    for (const one of pattern["properties"] as Node[]) fromPattern(one["value"] ?? one["argument"], names);
  } else if (pattern.type === "ArrayPattern") {
    for (const one of pattern["elements"] as unknown[]) fromPattern(one, names);
  } else fromPattern(pattern["left"] ?? pattern["argument"] ?? pattern["parameter"], names);
}
