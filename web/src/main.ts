// Where the page begins. App draws the stored run at once and starts Python behind it.
import { flushSync, mount } from 'svelte';
import App from './App.svelte';
import { Machine } from './machine';
import Skip from './Skip.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('The page has no place for the app.');
target.replaceChildren();
mount(App, { target });
mount(Skip, { target: document.body, anchor: target });
flushSync(); // now the app has put its world where tests, and the curious, find it
Object.assign((window as unknown as { htm: object }).htm, { Machine });
