"""Shows a job that somebody else has started, from any machine: watch.py ADDRESS MODEL_ID [JOB_ID]. A first Ctrl-C cancels the job."""

import sys

import adapterbridge

address, model_id, *rest = sys.argv[1:]
with adapterbridge.connect(address) as client:
    jobs = client.models.get(model_id).jobs
    job = jobs.get(rest[0]) if rest else list(jobs.list())[-1]
    print(job.name, job.state.name, f"step {job.progress.step} of {job.progress.total_steps}")
    for event in job.watch(progress="always"):
        if isinstance(event, adapterbridge.StateChanged):
            print(event.time, event.state.name)
