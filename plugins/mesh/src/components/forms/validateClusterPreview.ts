import type { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import type { ClusterPreviewOptions } from './clusterPreviewSchema';

/** Nobody goes on without a plan of exactly the answers, or with errors. */
export const validateClusterPreview: CustomFieldValidator<
  string,
  ClusterPreviewOptions
> = (digest, validation) => {
  if (!digest) {
    validation.addError(
      'The preview has not answered, or the plan has errors. Change the answers that it names, or wait for it.',
    );
  }
};
