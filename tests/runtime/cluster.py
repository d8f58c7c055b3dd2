"""A Dask cluster of two worker processes on this machine, for tests: prints its address, ends with its input.

A process of its own, since a cluster pages threads and loops behind.
"""

import sys

from distributed import LocalCluster

if __name__ == "__main__":
    settings = {"n_workers": 2, "threads_per_worker": 1, "processes": True}
    with LocalCluster(**settings, host="127.0.0.1", dashboard_address=None, silence_logs=50) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
