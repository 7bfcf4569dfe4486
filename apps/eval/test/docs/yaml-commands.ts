import { parse } from "yaml";

/** A step of a CI's job; what has no `run` is done by others. */
interface Step {
  readonly run?: string;
}

interface CiJob {
  readonly strategy?: { readonly matrix: { readonly shard: readonly number[] } };
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface IndexedJob {
  readonly completionMode: "Indexed";
  readonly completions: number;
  readonly template: {
    readonly spec: { readonly containers: readonly { readonly command: readonly string[] }[] };
  };
}

/** What YAML in the docs is: steps or jobs of GitHub's, or a Job of Kubernetes. */
interface Document {
  readonly steps?: readonly Step[];
  readonly jobs?: Readonly<Record<string, CiJob>>;
  readonly kind?: string;
  readonly spec?: IndexedJob;
}

/**
 * The shell commands that YAML has others run, in order, with an `export` before them of what each job
 * is given to tell it from others: as often as there are jobs. None of what is no such thing.
 */
export function yamlCommands(text: string): string[] {
  const { steps, jobs, kind, spec } = parse(text) as Document;
  if (steps) return stepCommands(steps);
  if (jobs) return Object.values(jobs).flatMap(ciCommands);
  return kind === "Job" && spec ? indexedCommands(spec) : [];
}

function stepCommands(steps: readonly Step[]): string[] {
  return steps.flatMap(({ run }) => run ?? []);
}

function ciCommands({ strategy, env = {}, steps }: CiJob): string[] {
  const shards = strategy?.matrix.shard ?? [0];
  return shards.flatMap((shard) => {
    const fill = (value: string): string =>
      value
        .replace("${{ matrix.shard }}", `${shard}`)
        .replace("${{ strategy.job-total }}", `${shards.length}`);
    const given = Object.entries(env).map(([name, value]) => `export ${name}=${fill(value)}`);
    return [...given, ...stepCommands(steps)];
  });
}

function indexedCommands({ completions, template }: IndexedJob): string[] {
  const [container] = template.spec.containers;
  const script = container?.command.at(-1) ?? "";
  return Array.from({ length: completions }, (_, i) => [
    `export JOB_COMPLETION_INDEX=${i}`,
    script,
  ]).flat();
}
