// The whole node, outside of an installed package. n8n's editor does more for nodes of installed packages, so the panel
// of another node in this folder can only be compared with this one.
export { ChatDash } from '../../../nodes/ChatDash/ChatDash.node';
