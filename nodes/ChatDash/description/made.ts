// The parameters and credentials of the node, made from the tables. The build runs this file and puts the result into the
// package, because making them takes longer than everything else that n8n does to load the node.
import { DEFAULT_RESOURCE, RESOURCES } from '../resources';
import { RUN_OPTIONS } from '../run/options';
import { credentialsOf } from './credentials';
import { propertiesOf } from './properties';

export const PROPERTIES = propertiesOf(RESOURCES, DEFAULT_RESOURCE, RUN_OPTIONS);

export const NODE_CREDENTIALS = credentialsOf(RESOURCES);
