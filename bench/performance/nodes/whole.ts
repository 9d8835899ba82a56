// The node as it is, beside the package: n8n's editor does more for nodes of installed packages than for others, so a panel
// can only be held against that of another node here.
export { ChatDash } from '../../../nodes/ChatDash/ChatDash.node';
