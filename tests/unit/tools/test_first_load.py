"""The files that count as the console's first load."""

from typing import Any

from tools.first_load import scripts


def test_an_entry_and_its_static_imports_are_loaded_once_and_dynamic_imports_are_not() -> None:
    manifest: dict[str, dict[str, Any]] = {
        "index.html": {
            "file": "assets/index.js",
            "isEntry": True,
            "imports": ["_shared.js", "_react.js"],
            "dynamicImports": ["src/agent/index.tsx"],
        },
        "_shared.js": {"file": "assets/shared.js", "imports": ["_react.js", "index.html"]},
        "_react.js": {"file": "assets/react.js"},
        "src/agent/index.tsx": {"file": "assets/agent.js", "isDynamicEntry": True, "imports": ["_chart.js"]},
        "_chart.js": {"file": "assets/chart.js"},
    }

    assert scripts(manifest) == {"assets/index.js", "assets/shared.js", "assets/react.js"}
