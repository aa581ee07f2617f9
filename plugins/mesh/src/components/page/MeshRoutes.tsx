import {
  Navigate,
  Route,
  Routes,
  useParams,
  useSearchParams,
} from 'react-router-dom';
import { RunPage } from '../run';
import { MeshOverview } from './MeshOverview';

/** The page of the platform team, or of the run that its address names. */
export function MeshRoutes() {
  return (
    <Routes>
      <Route path="runs/:id" element={<RunRedirect />} />
      <Route path="*" element={<Overview />} />
    </Routes>
  );
}

function Overview() {
  const [params] = useSearchParams();
  const run = params.get('run');
  return run ? <RunPage key={run} id={run} /> : <MeshOverview />;
}

/** One address for a run, so that its back link leads to the overview. */
function RunRedirect() {
  const { id = '' } = useParams();
  const search = `?tab=clusters&run=${encodeURIComponent(id)}`;
  return <Navigate to={{ pathname: '..', search }} replace />;
}
