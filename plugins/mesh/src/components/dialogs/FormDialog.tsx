import { type FormEvent, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
} from '@backstage/ui';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { describeError } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { type FormField, FormInput } from './FormInput';

export type FormDialogProps = {
  title: string;
  text: string;
  fields: FormField[];
  submit: string;
  /** Word for not doing it; `Cancel` without it. */
  dismiss?: string;
  destructive?: boolean;
  /** Names of fields with what is wrong with them. */
  check?: (values: Record<string, string>) => Record<string, string>;
  onSubmit: (values: Record<string, string>) => Promise<void>;
  onClose: () => void;
};

/** Asks for a few words before something happens. */
export function FormDialog(props: FormDialogProps) {
  const { title, text, fields, submit, dismiss, destructive, onClose } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const { values, problems, setValue, send, sending } = useForm(props);

  return (
    <Dialog
      isOpen
      isDismissable={!sending.loading}
      width={480}
      onOpenChange={open => open || onClose()}
    >
      <form ref={focusFirstField} onSubmit={send} noValidate>
        <DialogHeader>{title}</DialogHeader>
        <DialogBody>
          <Flex direction="column" gap="4">
            <Text as="p" color="secondary">
              {text}
            </Text>
            {fields.map(field => (
              <FormInput
                key={field.name}
                field={field}
                value={values[field.name] ?? ''}
                problem={problems[field.name]}
                onChange={value => setValue(field.name, value)}
              />
            ))}
            {sending.error && (
              <Alert
                role="alert"
                icon
                status="danger"
                description={describeError(sending.error).message}
              />
            )}
          </Flex>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" onPress={onClose}>
            {dismiss ?? t('actions.cancel')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            destructive={destructive}
            isPending={sending.loading}
          >
            {submit}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

/** People open a dialog to type; no field of it has to be looked for. */
function focusFirstField(form: HTMLFormElement | null) {
  form?.querySelector<HTMLElement>('input, textarea')?.focus();
}

function useForm(props: FormDialogProps) {
  const { fields, check, onSubmit, onClose } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(fields.map(({ name, value = '' }) => [name, value])),
  );
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [sending, submit] = useAsyncFn(async () => {
    await onSubmit(trimmed(values));
    onClose();
  }, [values, onSubmit, onClose]);

  const send = (event: FormEvent) => {
    event.preventDefault();
    const missing = fields
      .filter(({ name, required }) => required && !values[name].trim())
      .map(({ name }) => [name, t('decide.needed')]);
    const found = {
      ...check?.(trimmed(values)),
      ...Object.fromEntries(missing),
    };
    setProblems(found);
    if (Object.keys(found).length === 0 && !sending.loading) {
      submit();
    }
  };
  const setValue = (name: string, value: string) =>
    setValues(current => ({ ...current, [name]: value }));
  return { values, problems, setValue, send, sending };
}

function trimmed(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value.trim()]),
  );
}
