// The TypeScript compiler on its own declarations: $FILES more files are compiled with them.
"use strict";

const { Session } = require("node:inspector");
const { createRequire } = require("node:module");
const path = require("node:path");
const { write } = require("./snapshots.js");

const installed = createRequire(path.resolve("package.json"));
const ts = installed("typescript");

const declarations = installed.resolve("typescript/lib/typescript.d.ts");
const more = Number(process.env.FILES ?? 0);
const programs = [];

/** One file of many functions, so that there is something to check. */
function text(file) {
  const lines = ["import * as ts from 'typescript';"];
  for (let at = 0; at < 300; at += 1) {
    lines.push(
      `export interface Shape${at} { id: ${at}; name: string; nodes: ts.Node[]; next?: Shape${at} }`,
      `export function walk${at}(shape: Shape${at}, file = ${file}): Record<string, number> {`,
      `  const found = { [shape.name]: shape.nodes.length + file };`,
      `  return shape.next ? { ...found, ...walk${at}(shape.next) } : found;`,
      "}",
    );
  }
  return lines.join("\n");
}

function compile(names) {
  const options = { target: ts.ScriptTarget.ES2022, moduleResolution: ts.ModuleResolutionKind.NodeJs, noEmit: true };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (name, version, ...rest) => {
    const made = /^made(\d+)\.ts$/.exec(path.basename(name));
    return made ? ts.createSourceFile(name, text(made[1]), version) : read(name, version, ...rest);
  };
  const exists = host.fileExists;
  host.fileExists = (name) => /made\d+\.ts$/.test(name) || exists(name);
  const program = ts.createProgram(names, options, host);
  if (more) ts.getPreEmitDiagnostics(program);
  else program.getSyntacticDiagnostics();
  programs.push(program);
}

// V8 up to 11 looks for the line of every function from the beginning of the script, unless a debugger has
// asked for the script's lines before: minutes for nine megabytes of compiler.
const session = new Session();
session.connect();
session.post("Debugger.enable");
session.disconnect();

compile([declarations, ...Array.from({ length: more }, (_, file) => path.resolve(`made${file}.ts`))]);
write("a");
if (!more) {
  compile([declarations]);
  write("b");
}
process.exit();
