"""Make the fixtures: two TypeScript files as compilers and bundlers of the field put them out.

    python tests/sourcemaps/make.py FOLDER

FOLDER is an empty one, in which `npm install typescript@5 esbuild` was run.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"
SOURCES = FIXTURES / "src"


def make(folder: Path) -> None:
    tools = folder / "node_modules" / ".bin"
    for built in (path for path in FIXTURES.iterdir() if path != SOURCES):
        shutil.rmtree(built)
    compiler = [tools / "tsc", "--target", "es2022", "--module", "commonjs", "--noCheck"]
    _run(*compiler, "--outDir", "tsc", "--sourceMap", "src/main.ts")
    _run(
        *compiler, "--outDir", "tsc-inline", "--inlineSourceMap", "--inlineSources",
        "--sourceRoot", "../src/", "src/main.ts",
    )  # fmt: skip
    bundler = [tools / "esbuild", "src/main.ts", "--bundle", "--platform=node"]
    _run(*bundler, "--minify", "--sourcemap", "--sources-content=false", "--outfile=esbuild-min/main.js")
    _run(*bundler, "--sourcemap=inline", "--outfile=esbuild-inline/main.js")


def _run(*command: object) -> None:
    subprocess.run([str(word) for word in command], check=True, cwd=FIXTURES)


if __name__ == "__main__":
    make(Path(sys.argv[1]).resolve())
