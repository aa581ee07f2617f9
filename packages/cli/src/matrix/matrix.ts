import { defineCommand } from '../command';
import { UsageError } from '../terminal';

export const matrix = defineCommand({
  synopsis: 'FILE|FOLDER|-… [options]',
  description: 'Lists who can reach whom.',
  options: {},
  exits: '0  the matrix was made',
  async run() {
    throw new UsageError('this is not there yet');
  },
});
