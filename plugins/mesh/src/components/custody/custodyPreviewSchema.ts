import {
  type CustomFieldValidator,
  makeFieldSchema,
} from '@backstage/plugin-scaffolder-react';

/** Value of the previews: which answers were shown. */
export const custodyPreviewSchema = makeFieldSchema({
  output: z => z.string().describe('The answers whose preview was shown'),
});

export type CustodyPreviewProps = typeof custodyPreviewSchema.TProps;

/** Nobody goes on without having been shown what happens. */
export const validateCustodyPreview: CustomFieldValidator<string> = (
  shown,
  validation,
) => {
  if (!shown) {
    validation.addError(
      'The preview has not answered. Change the answers that it names, or wait for it.',
    );
  }
};
