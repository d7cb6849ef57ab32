"""`python3 -m bootstrap COMMAND`: finds a supported Python and continues under it. Python 3.6 must be able to run this."""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - as old as it must be
if ROOT not in sys.path:  # `python3 bootstrap run`, or a Python that does not import from the current directory
    sys.path.insert(0, ROOT)

from bootstrap import interpreter  # noqa: E402 - only now can it be found


def main() -> int:
    if os.name == "nt":
        print("needs Linux or macOS; on Windows use its subsystem for Linux", file=sys.stderr)
        return 2
    if not interpreter.is_supported(*sys.version_info[:2]):
        python = interpreter.supported_elsewhere()
        if not python:
            print(interpreter.wrong_version_line(), file=sys.stderr)
            return 2
        interpreter.continue_with(python, ROOT, sys.argv[1:])
    from bootstrap.commands import main as carry_out  # noqa: PLC0415 - holds syntax that an older Python cannot read

    return carry_out(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
