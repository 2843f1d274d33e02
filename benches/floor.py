"""What HMACs take by themselves on this machine."""
import os
import subprocess


def seconds_of_hmacs(programs, count, threads=None):
    """Wall seconds of so many, by `hmac_floor` in the folder of built programs; on all threads, or so many."""
    chosen = {"RAYON_NUM_THREADS": str(threads)} if threads else {}
    command = [f"{programs}/examples/hmac_floor", str(count)]
    return float(subprocess.run(command, check=True, env={**os.environ, **chosen}, stdout=subprocess.PIPE, text=True).stdout)
