"""What is made from the code: pages and schema. ``python -m tests.docs.generated --write`` renews them."""

import argparse
import sys

from tests.docs import clocks, cubes, events, rules, schemas, settings, worked
from tests.docs.pages import ROOT, generated, name, pages, replaced


def parts() -> dict[str, str]:
    """Return every generated part by its name."""
    files = {
        f"file-{path.suffix[1:]}": f"```{path.suffix[1:]}\n{path.read_text(encoding='utf-8')}```\n"
        for path in sorted((ROOT / "docs" / "examples").iterdir())
    }
    return {
        "events": f"\n{events.events()}\n",
        "rules": f"\n{rules.rules()}\n",
        "clocks": f"\n{clocks.clocks()}\n\n",
        "cubes": f"\n{cubes.cubes()}\n\n",
        "settings": f"\n{settings.settings()}\n\n",
        **worked.parts(),
        **files,
    }


def main() -> int:
    """Tell which pages differ from the code; with ``--write``, bring them up to date."""
    parser = argparse.ArgumentParser(description="Compare the generated parts of the pages with the code.")
    parser.add_argument("--write", action="store_true", help="bring the pages up to date")
    asked = parser.parse_args()
    made, different = parts(), 0
    for page in pages():
        text = page.read_text(encoding="utf-8")
        if all(made[key] == part for key, part in generated(text).items()):
            continue
        different += 1
        sys.stdout.write(f"{name(page)}\n")
        if asked.write:
            page.write_text(replaced(text, made), encoding="utf-8")
    if not schemas.FILE.exists() or schemas.FILE.read_text(encoding="utf-8") != schemas.document():
        different += 1
        sys.stdout.write(f"{name(schemas.FILE)}\n")
        if asked.write:
            schemas.FILE.write_text(schemas.document(), encoding="utf-8")
    return 0 if asked.write or not different else 1


if __name__ == "__main__":
    sys.exit(main())
