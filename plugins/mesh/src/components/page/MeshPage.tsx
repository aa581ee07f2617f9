import { Container } from '@backstage/ui';
import { MeshOverview } from './MeshOverview';

/** The page of the platform team. */
export function MeshPage() {
  return (
    <main>
      <Container>
        <MeshOverview />
      </Container>
    </main>
  );
}
