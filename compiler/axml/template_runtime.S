// The script text as bytes in the program.
    .section .rodata
    .global mpaas_axml_template_runtime_begin
    .global mpaas_axml_template_runtime_end
mpaas_axml_template_runtime_begin:
    .incbin "compiler/axml/template_runtime.js"
mpaas_axml_template_runtime_end:
    .byte 0
    .section .note.GNU-stack, "", %progbits
