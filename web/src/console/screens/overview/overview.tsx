import { Screen } from '../../../ui/screen.js'

export default function Overview() {
  return <Screen title="Overview">{null}</Screen>
}
