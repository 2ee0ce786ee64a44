// A dialog over the page. It comes and goes at once: one that fades away still holds the focus and swallows the keys
// that its reader means for the page, and takes the focus back from where a quick one has put it.
import { Modal, type ModalProps } from "antd";

export function Dialog(props: ModalProps) {
  return <Modal transitionName="" maskTransitionName="" {...props} />;
}
