import type { ReactNode } from 'react';
import { Flex, Text } from '@backstage/ui';

/** What would be here, and the one thing that fills it. */
export function Placeholder(props: {
  title: string;
  hint: string;
  children?: ReactNode;
}) {
  const { title, hint, children } = props;

  return (
    <Flex direction="column" gap="2">
      <Text as="p" weight="bold">
        {title}
      </Text>
      <Text as="p" color="secondary">
        {hint}
      </Text>
      {children}
    </Flex>
  );
}
