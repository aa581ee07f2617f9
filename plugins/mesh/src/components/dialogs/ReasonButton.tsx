import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { meshTranslationRef } from '../../translation';
import { DialogButton } from './DialogButton';
import { useReport } from './Outcome';
import { useReasonField } from './useReasonField';

/** A button of admins, for what needs nothing but a reason. */
export function ReasonButton(props: {
  label: string;
  /** The label with what it is about; heads the dialog, too. */
  name: string;
  /** What heads the dialog instead. */
  title?: string;
  /** What it leads to. */
  text: string;
  destructive?: boolean;
  /** What is said once it is recorded; that passes apply it, without. */
  done?: string;
  act: (reason: string) => Promise<unknown>;
}) {
  const { label, name, title = name, text, destructive, done, act } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const report = useReport();
  const field = useReasonField();

  return (
    <DialogButton
      {...{ label, name, title, text, destructive }}
      submit={label}
      fields={[field]}
      onSubmit={async ({ reason }) => {
        await act(reason);
        report(done ?? t('actions.next'));
      }}
    />
  );
}
