import { Container } from '@backstage/ui';
import { Readable } from '../text';
import { MeshOverview } from './MeshOverview';

/** The page of the platform team. */
export function MeshPage() {
  return (
    <main>
      <Container>
        <Readable>
          <MeshOverview />
        </Readable>
      </Container>
    </main>
  );
}
