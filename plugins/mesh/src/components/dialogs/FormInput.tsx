import { Flex, Text, TextAreaField, TextField } from '@backstage/ui';
import { textColors } from '../status';

/** One question of a dialog. */
export type FormField = {
  name: string;
  label: string;
  description?: string;
  required?: boolean;
  multiline?: boolean;
  /** What it starts with. */
  value?: string;
};

/** The input of one question, with what is wrong with the answer. */
export function FormInput(props: {
  field: FormField;
  value: string;
  problem?: string;
  onChange: (value: string) => void;
}) {
  const { field, value, problem, onChange } = props;
  const { name, label, description, required, multiline } = field;
  const Field = multiline ? TextAreaField : TextField;

  return (
    <Flex direction="column" gap="1">
      <Field
        name={name}
        label={label}
        description={description}
        isRequired={required}
        isInvalid={Boolean(problem)}
        value={value}
        onChange={onChange}
      />
      {problem && (
        <Text role="alert" variant="body-small" style={textColors.danger}>
          {problem}
        </Text>
      )}
    </Flex>
  );
}
