"""``python -m tests.journeys.wrong_clock``: Celery in a process whose clock is off by CLOCK_OFF seconds."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import time_machine
from celery.__main__ import main

if __name__ == "__main__":
    time_machine.travel(datetime.now(UTC) + timedelta(seconds=float(os.environ["CLOCK_OFF"])), tick=True).start()
    main()
