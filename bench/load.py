"""A load from a process of its own: some connections, each asking again as soon as it is answered."""

import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Plan:
    """What to ask for: `{n}` in the body becomes a number that no other request has."""

    port: int
    path: str
    seconds: float = 8.0
    connections: int = 8
    requests: int = 0  # 0 = as many as the seconds allow
    method: str = "GET"
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    expect: int = 200


@dataclass(frozen=True)
class Outcome:
    rate: float
    median_ms: float
    p95_ms: float
    answered: int
    wrong: int


def run(plan: Plan) -> Outcome:
    """Carry the plan out in a process of its own, so that measuring does not hold up who measures."""
    command = [sys.executable, "-m", "bench.load"]
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(command, input=json.dumps(asdict(plan)), cwd=root, text=True, capture_output=True, check=True)
    return Outcome(**json.loads(done.stdout))


def quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


class _Crew:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.times: list[float] = []
        self.wrong = 0
        self.taken = 0
        self.lock = threading.Lock()

    def work(self, until: float) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.plan.port, timeout=30)
        while (turn := self._take()) is not None and time.perf_counter() < until:
            begun = time.perf_counter()
            good = ask(connection, self.plan, turn)
            with self.lock:
                self.times.append(time.perf_counter() - begun)
                self.wrong += not good
        connection.close()

    def _take(self) -> int | None:
        with self.lock:
            self.taken += 1
            return None if self.plan.requests and self.taken > self.plan.requests else self.taken


def ask(connection: http.client.HTTPConnection, plan: Plan, turn: int) -> bool:
    unique = f"{time.time_ns():x}{turn:06x}"[-20:].rjust(20, "0")
    body = plan.body.replace("{n}", unique).encode() if plan.body else None
    try:
        connection.request(plan.method, plan.path, body, plan.headers)
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return False
    return answer.status == plan.expect


def _main() -> None:
    plan = Plan(**json.load(sys.stdin))
    crew = _Crew(plan)
    begun = time.perf_counter()
    work: Callable[[float], None] = crew.work
    threads = [threading.Thread(target=work, args=(begun + plan.seconds,)) for _ in range(plan.connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    answered = len(crew.times) - crew.wrong
    milliseconds = [second * 1000 for second in crew.times]
    outcome = Outcome(answered / took, quantile(milliseconds, 0.5), quantile(milliseconds, 0.95), answered, crew.wrong)
    json.dump(asdict(outcome), sys.stdout)


if __name__ == "__main__":
    _main()
