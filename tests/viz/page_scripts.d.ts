// What the page's scripts find around them: vis-network, which pyvis brings.
declare const vis: any;
