"""Who does the heavy work: this process, others on this machine, or a Dask cluster."""
