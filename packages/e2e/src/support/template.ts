import { expect } from '@playwright/test';
import type { Person } from './Person';

type Task = {
  status: string;
  state?: unknown;
  output?: {
    links?: Array<{ title: string; url?: string; entityRef?: string }>;
    text?: Array<{ title: string; content: string }>;
  };
};

type TaskEvent = { type: string; body: { message: string; status?: string } };

/** What the form of *New mesh service* asks for. */
export type TemplateValues = {
  name: string;
  owner: string;
  system: string;
  cluster: string;
  namespace: string;
  port: number;
  dependencies?: string[];
  host?: string;
};

/** Starts the template as a person does; returns the task's id. */
export async function startTemplate(
  person: Person,
  values: TemplateValues,
): Promise<string> {
  const { id } = await person.post<{ id: string }>('/api/scaffolder/v2/tasks', {
    templateRef: 'template:default/new-mesh-service',
    values,
  });
  return id;
}

/** Waits for the end of a task; returns it with its log. */
export async function finishTask(person: Person, id: string) {
  const read = () => person.get<Task>(`/api/scaffolder/v2/tasks/${id}`);
  await expect
    .poll(async () => (await read()).status, { timeout: 120_000 })
    .toMatch(/completed|failed|cancelled/);
  const { status } = await read();
  const events = await person.get<TaskEvent[]>(
    `/api/scaffolder/v2/tasks/${id}/events?after=0`,
  );
  const log = events.map(({ body }) => body.message).join('\n');
  const [end] = events.filter(({ type }) => type === 'completion') as Array<{
    body: { output?: Task['output'] };
  }>;
  return { status, log, output: end?.body.output ?? {} };
}
