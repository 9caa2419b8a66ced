/*
 * Code whose traces can be counted by hand. The entry jumps to whatever its
 * first argument points to, so one process serves all of them. Each
 * instruction has a label of its own: the function's name, _ and its place.
 */
	.intel_syntax noprefix
	.text

	.macro at name
	.globl \name
\name:
	.endm

at probe
	jmp rdi

/* Reaches the entry with known vector registers. */
	.globl enter_with_vectors
enter_with_vectors:
	movdqu xmm7, xmmword ptr table[rip]
	test edi, edi
	je 1f
	vmovdqu ymm9, ymmword ptr text[rip]
1:	mov rdi, rsi
	jmp probe

at rmw_0
	add dword ptr cell[rip], 7
at rmw_1
	ret

at stack_0
	push rbx
at stack_1
	push qword ptr cell[rip]
at stack_2
	pop qword ptr [rsp + 16]
at stack_3
	pop rbx
at stack_4
	ret

at calls_0
	call qword ptr pointer[rip]
at calls_1
	call callee_0
at calls_2
	push rbp
at calls_3
	mov rbp, rsp
at calls_4
	push rax
at calls_5
	leave
at calls_6
	ret
at callee_0
	ret

at quiet_0
	lea rax, cell[rip]
at quiet_1
	nop dword ptr [rax + 8]
at quiet_2
	prefetcht0 [rax]
at quiet_3
	endbr64
at quiet_4
	clflush [rax]
at quiet_5
	ret

at atomic_0
	lock cmpxchg qword ptr cell[rip], rcx
at atomic_1
	xchg dword ptr cell[rip], ecx
at atomic_2
	lock xadd word ptr cell[rip], cx
at atomic_3
	ret

at conditional_0
	cmp eax, eax
at conditional_1
	cmovne ecx, dword ptr cell[rip]
at conditional_2
	sete byte ptr cell[rip]
at conditional_3
	ret

at bits_0
	mov ecx, -9
at bits_1
	bts dword ptr cell[rip + 4], ecx
at bits_2
	bt qword ptr cell[rip], 70
at bits_3
	ret

at indexed_0
	lea rbx, table[rip]
at indexed_1
	mov ecx, 3
at indexed_2
	mov ax, word ptr [rbx + rcx * 4 - 2]
at indexed_3
	mov al, 5
at indexed_4
	xlatb
at indexed_5
	mov rax, qword ptr fs:0
at indexed_6
	movdqu xmm0, xmmword ptr [rbx]
at indexed_7
	movss dword ptr [rbx + 16], xmm0
at indexed_8
	ret

at movs_0
	lea rsi, table[rip]
at movs_1
	lea rdi, copy[rip]
at movs_2
	mov ecx, 3
at movs_3
	rep movsw
at movs_4
	movsb
at movs_5
	rep movsq
at movs_6
	ret

/* Two repeated instructions in a row, the first without an iteration. */
at stos_0
	lea rdi, copy[rip]
at stos_1
	xor ecx, ecx
at stos_2
	rep stosq
at stos_3
	mov ecx, 1
at stos_4
	rep stosb
at stos_5
	ret

at scan_0
	lea rdi, text[rip]
at scan_1
	mov ecx, 100
at scan_2
	mov al, 99
at scan_3
	repne scasb
at scan_4
	ret

at compare_0
	lea rsi, text[rip]
at compare_1
	lea rdi, text2[rip]
at compare_2
	mov ecx, 100
at compare_3
	repe cmpsb
at compare_4
	ret

at time_0
	rdtsc
at time_1
	mov r8, rax
at time_2
	rdtscp
at time_3
	shl rdx, 32
at time_4
	or rax, rdx
at time_5
	ret

at random_0
	rdrand ax
at random_1
	mov r8, rax
at random_2
	rdseed rax
at random_3
	sbb rax, r8
at random_4
	ret

at flags_0
	pushfq
at flags_1
	pop rax
at flags_2
	ret

at segv_0
	mov dword ptr cell[rip], 1
at segv_1
	mov rax, qword ptr [0]
at segv_2
	ret

at storefault_0
	mov dword ptr [0x10], 1
at storefault_1
	ret

at noncanonical_0
	mov rax, 0x8000000000000000
at noncanonical_1
	mov byte ptr [rax], 1

at readonly_0
	mov byte ptr probe[rip], 1
at readonly_1
	ret

at illegal_0
	ud2

at divide_0
	xor ecx, ecx
at divide_1
	div ecx
at divide_2
	ret

at breakpoint_0
	int3

at wild_0
	mov eax, 0x10
at wild_1
	jmp rax

at kernel_0
	mov eax, 39
at kernel_1
	syscall
at kernel_2
	ret

at endless_0
	jmp endless_0

at masked_0
	vmaskmovps xmmword ptr cell[rip], xmm1, xmm0
at masked_1
	ret

at gather_0
	vpgatherdd xmm1, [rdi + xmm2 * 4], xmm0
at gather_1
	ret

/* Changes much: memory below and above the stack pointer, data, vector and x87 state. */
at havoc_0
	mov qword ptr [rsp - 128], rdi
	mov qword ptr [rsp + 8], rdi
	mov byte ptr shared_page[rip], 77
	pcmpeqd xmm0, xmm0
	movdqu xmmword ptr table[rip + 5], xmm0
	fld1
	stmxcsr dword ptr [rsp - 8]
	or dword ptr [rsp - 8], 0x8000
	ldmxcsr dword ptr [rsp - 8]
	std
	lea rdi, copy[rip + 31]
	mov ecx, 32
	rep stosb
	cld
	mov rax, qword ptr table[rip]
	ret

at vectors_0
	movdqu xmmword ptr copy[rip], xmm7
at vectors_1
	ret

/* Comes back to the entry with a counter of its passages in the cell. */
at again_0
	inc qword ptr cell[rip]
at again_1
	jmp probe

	.data
	.balign 64
	.globl cell, pointer, table, copy, text, text2, shared_page
cell:	.quad 0x1122334455667788, 0
pointer: .quad callee_0
table:	.byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
	.zero 48
copy:	.zero 64
text:	.asciz "abcdefgh"
	.zero 23
text2:	.asciz "abcDefgh"
	.balign 4096
shared_page: .zero 4096
	.bss
	.globl room
room:	.zero 262144
	.section .note.GNU-stack,"",@progbits
