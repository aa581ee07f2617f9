import {
  createContext,
  type ReactNode,
  useContext,
  useMemo,
  useState,
} from 'react';
import { Alert } from '@backstage/ui';

type Outcome = {
  /** What was done, and the pass that the page showed then. */
  done?: { message: string; passAt?: string };
  /** Says what happens next, and looks again at once. */
  report: (message: string) => void;
};

const OutcomeContext = createContext<Outcome>({ report: () => {} });

/** Lets everything inside say what its actions lead to. */
export function OutcomeProvider(props: {
  /** The pass that is shown now; a newer one answers the message. */
  passAt?: string;
  onDone: () => void;
  children: ReactNode;
}) {
  const { passAt, onDone, children } = props;
  const [done, setDone] = useState<Outcome['done']>();
  const outcome = useMemo(
    () => ({
      done: done?.passAt === passAt ? done : undefined,
      report: (message: string) => {
        setDone({ message, passAt });
        onDone();
      },
    }),
    [done, passAt, onDone],
  );

  return (
    <OutcomeContext.Provider value={outcome}>
      {children}
    </OutcomeContext.Provider>
  );
}

/** What the last action leads to, until a pass has followed it. */
export function OutcomeMessage() {
  const { done } = useContext(OutcomeContext);

  return (
    <div aria-live="polite">
      {done && <Alert icon status="info" description={done.message} />}
    </div>
  );
}

/** How actions say what happens next. */
export function useReport(): Outcome['report'] {
  return useContext(OutcomeContext).report;
}
