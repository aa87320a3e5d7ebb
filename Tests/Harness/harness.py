"""What the programs that try examples and compare tools have in common: checks, packages of Python, servers."""
import contextlib, os, socket, subprocess, sys, time, venv

failures, skipped = [], []


def check(holds, what, detail=""):
    print(f"{'ok    ' if holds else 'FAILED'}  {what}{'  ' + str(detail)[-1500:] if not holds else ''}", flush=True)
    if not holds: failures.append(what)


def skip(what, reason):
    print(f"SKIPPED {what}: {reason}", flush=True)
    skipped.append(what)


def small_release(number):
    """The text of a release of its own for every number."""
    return f"""项目支出绩效目标表
部门名称：云岭市第{number}办事处 单位：万元
项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标
合计 1.00 1.00
云岭市第{number}办事处 1.00 1.00
库房维护经费 1.00 1.00 完成第{number}库房维护。 1、1-产出指标；11-数量指标；维护次数；实施周期指标值:1次；年度指标值:1次
"""


def end():
    """Says how it went and ends the program."""
    print(f"{'all held' if not failures else f'{len(failures)} failed'}{f', {len(skipped)} skipped' if skipped else ''}")
    sys.exit(1 if failures else 0)


def python_packages(folder, wanted):
    """The programs of an environment with these packages; None where they cannot be had."""
    marker = os.path.join(folder, "complete")
    if not os.path.exists(marker) or open(marker).read() != "\n".join(wanted):
        venv.create(folder, with_pip=True, clear=True)
        if subprocess.run([folder + "/bin/python3", "-m", "pip", "install", "-q", *wanted]).returncode: return None
        with open(marker, "w") as file: file.write("\n".join(wanted))
    return os.path.join(folder, "bin")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def s3_server(programs):
    """A server that speaks S3, for as long as it is needed; gives its port."""
    port = free_port()
    server = subprocess.Popen([os.path.join(programs, "moto_server"), "-H", "127.0.0.1", "-p", str(port)],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0: break
            time.sleep(0.1)
        yield port
    finally:
        server.kill()
        server.wait()
