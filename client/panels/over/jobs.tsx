/**
 * Long work: a bar, what it is doing, a way to cancel. In: jobs. Out: `cancel job`.
 */
import { X } from "lucide-preact";
import { Button } from "../controls/button.tsx";
import { useDesk } from "../desk.ts";
import type { Job } from "../model.ts";

/** One job. */
export function JobLine({ job }: { job: Job }) {
  const { emit } = useDesk();
  const percent = job.done === null ? null : Math.round(job.done * 100);
  return (
    <div class="job">
      <span class="job-words">
        <strong>{job.label}</strong>
        <span class="dim figures">{job.doing}</span>
      </span>
      <span
        class={`bar ${percent === null ? "unknown" : ""}`}
        role="progressbar"
        aria-label={job.label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent === null ? {} : { "aria-valuenow": percent })}
      >
        <span style={{ width: percent === null ? "100%" : `${percent}%` }} />
      </span>
      {job.cancellable ? (
        <Button
          bare
          icon={X}
          label={`Cancel: ${job.label}`}
          onPress={() => emit({ type: "cancel job", id: job.id })}
        />
      ) : null}
    </div>
  );
}

/** All jobs, over the picture's lower edge, outside of the gate. */
export function Jobs() {
  const { model } = useDesk();
  if (model.jobs.value.length === 0) return null;
  return (
    <div class="jobs">
      {model.jobs.value.map((job) => (
        <JobLine key={job.id} job={job} />
      ))}
    </div>
  );
}
