import { useState } from 'react';
import { Button } from '@backstage/ui';
import { FormDialog, type FormDialogProps } from './FormDialog';

/** A button that asks in a dialog before it acts. */
export function DialogButton(
  props: Omit<FormDialogProps, 'onClose'> & {
    label: string;
    /** For screen readers, where the label alone is not clear. */
    name?: string;
    variant?: 'primary' | 'secondary' | 'tertiary';
  },
) {
  const { label, name, variant = 'secondary', ...dialog } = props;
  const [open, setOpen] = useState(false);

  return (
    <>
      <Button
        size="small"
        variant={variant}
        aria-label={name}
        onPress={() => setOpen(true)}
      >
        {label}
      </Button>
      {open && <FormDialog {...dialog} onClose={() => setOpen(false)} />}
    </>
  );
}
