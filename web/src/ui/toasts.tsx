import { Toast } from '@base-ui/react/toast'
import styles from './ui.module.css'

const manager = Toast.createToastManager()
const SHOWN_MS = 6_000

/** Shows a message for some seconds, over whatever screen is open; screen readers read it out. */
export const showToast = (title: string, description?: string): void => {
  manager.add({ title, timeout: SHOWN_MS, ...(description !== undefined && { description }) })
}

/** Stands once in a page, also before anybody is signed in: a message without it is lost. */
export function Toasts() {
  return (
    <Toast.Provider toastManager={manager}>
      <Toast.Portal>
        <Toast.Viewport className={styles.toasts}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function ToastList() {
  const { toasts } = Toast.useToastManager()
  return toasts.map(toast => (
    <Toast.Root key={toast.id} toast={toast} className={styles.toast}>
      <Toast.Title render={<strong />} />
      <Toast.Description className={styles.muted} />
    </Toast.Root>
  ))
}
