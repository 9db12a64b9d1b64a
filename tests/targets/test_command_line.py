from __future__ import annotations

import pytest

from tuiinspect.targets.command_line import InspectorFlags, inspector_flags, shortened, title


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (["node", "server.js"], "server.js"),
        (["/usr/bin/node", "/srv/app/dist/server.js", "--port", "80"], "server.js"),
        (["node20", "--max-old-space-size=512", "-r", "dotenv/config", "src/main.mjs"], "main.mjs"),
        (["node", "--import", "tsx", "--inspect", "a.ts"], "a.ts"),
        (["node", "--", "-odd.js"], "-odd.js"),
        (["node", "-e", "setInterval(() => {}, 9)"], "node -e"),
        (["node", "--print", "1"], "node -p"),
        (["node", "--run", "start"], "node --run start"),
        (["node", "--test"], "node --test"),
        (["node", "-"], "-"),
        (["node"], "node"),
        (["next-server (v14.1.0)"], "next-server (v14.1.0)"),
        (["npm start"], "npm start"),
        (["/opt/billing/service", "--color", "worker.js"], "service worker.js"),
        (["node", ""], ""),
        ([], "?"),
    ],
)
def test_title(command: list[str], expected: str) -> None:
    assert title(command) == expected


@pytest.mark.parametrize(
    ("words", "options", "expected"),
    [
        ("node a.js", "", InspectorFlags(9229, given=False)),
        ("node --inspect a.js", "", InspectorFlags(9229, given=True)),
        ("node --inspect=9300 a.js", "", InspectorFlags(9300, given=True)),
        ("node --inspect-brk=0.0.0.0:9301 a.js", "", InspectorFlags(9301, given=True, host="0.0.0.0")),
        ("node --inspect=[::1]:9302 a.js", "", InspectorFlags(9302, given=True, host="::1")),
        ("node --inspect=0.0.0.0 --inspect-port=0 a.js", "", InspectorFlags(0, given=True, host="0.0.0.0")),
        ("node --inspect=localhost a.js", "", InspectorFlags(9229, given=True)),
        ("node --inspect-port 9303 a.js", "", InspectorFlags(9303, given=True)),
        ("node --inspect-port=0 a.js", "", InspectorFlags(0, given=True)),
        ("node --inspect=9304 --inspect-port=9305 a.js", "", InspectorFlags(9305, given=True)),
        ("node a.js --inspect=9306", "", InspectorFlags(9229, given=False)),
        ("node -r x.js --inspect=9307 a.js", "", InspectorFlags(9307, given=True)),
        ("node a.js", "--max-old-space-size=99 --inspect=0", InspectorFlags(0, given=True)),
        ("node --inspect=9308 a.js", "--inspect=0", InspectorFlags(9308, given=True)),
        (
            "node --inspect-publish-uid=stderr --inspect=1 a.js",
            "",
            InspectorFlags(1, given=True, tells_address=False),
        ),
        ("node --inspect-publish-uid=stderr,http a.js", "", InspectorFlags(9229)),
        ("node --disable-sigusr1 a.js", "", InspectorFlags(signal_disabled=True)),
        ("node --no-disable-sigusr1 a.js", "--disable-sigusr1", InspectorFlags()),
        ("node --inspector=1 --inspectable a.js", "", InspectorFlags(9229)),
    ],
)
def test_inspector_flags(words: str, options: str, expected: InspectorFlags) -> None:
    assert inspector_flags(words.split(), options) == expected


def test_shorter_forms_keep_the_script() -> None:
    assert shortened(["/usr/bin/node", "--expose-gc", "/srv/app/server.js", "--port=1"]) == (
        "/usr/bin/node --expose-gc /srv/app/server.js --port=1",
        "node /srv/app/server.js --port=1",
        "node …/server.js --port=1",
    )
    assert shortened(["/usr/bin/node", "--expose-gc", "-e", "a/b"])[-1] == "node -e a/b"
    assert shortened(["npm start"])[-1] == "npm start"
    assert shortened([]) == ("",)
